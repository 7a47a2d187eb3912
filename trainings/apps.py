from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = _("Trainings")

    def ready(self):
        from accounts import personal
        from network import teaching
        from organizers import support
        from organizers.operations import representatives
        from services import desk, history_words
        from trainings import desk_search, own_data, service_page
        from trainings.after_desk import register_tasks
        from trainings.catalogue import on_subjects
        from trainings.certificate_files import register_files
        from trainings.desk import register_desks
        from trainings.figures import register_figures
        from trainings.history_words import FACTS, RECORDS, WORDS
        from trainings.operations.links import close_links
        from trainings.organizer_desk import register_organizer_desk
        from trainings.person_record import register_records
        from trainings.queries import last_training

        history_words.register(WORDS, facts=FACTS, records=RECORDS)
        representatives.after_leaving.append(close_links)
        register_desks()
        register_tasks()
        desk.register(search=desk_search.search)
        register_figures()
        teaching.register(on_subjects)
        support.register("training", last_training)
        service_page.register()
        register_records()
        register_organizer_desk()
        register_files()
        personal.register("trainings", export=own_data.export, erase=own_data.erase)

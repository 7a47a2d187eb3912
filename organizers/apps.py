from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizersConfig(AppConfig):
    name = "organizers"
    verbose_name = _("Organizers of volunteering")

    def ready(self):
        from accounts import personal
        from organizers import desk, desk_search, desk_tasks, figures, own_data, service_page
        from organizers.operations.municipalities import hand_over
        from organizers.scope import represented, represents
        from organizers.words import FACTS, RECORDS, WORDS
        from services import desk as service_desk
        from services import history_words, tenancy
        from services.operations import founding

        tenancy.actor_details["represented"] = tenancy.Detail(represented, represents)
        history_words.register(WORDS, facts=FACTS, records=RECORDS)
        service_desk.register(tasks=desk_tasks.tasks, counts=desk_tasks.counts, search=desk_search.search)
        service_desk.register(tasks=desk_tasks.double_records)
        desk.register(tasks=desk_tasks.organizer_tasks, numbers=desk_tasks.numbers)
        desk.register(tasks=desk_tasks.expiring_invitations)
        founding.after_founding.append(hand_over)
        figures.register()
        service_page.register()
        personal.register("organizers", export=own_data.export, erase=own_data.erase, links=own_data.links)

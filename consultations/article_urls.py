"""Articles: for readers, at the desk that writes them, and for coordinators."""

from django.urls import path

from consultations.views import articles, public, reviews

ARTICLES = "<service:service_slug>/rad/clanci/"
ARTICLE = f"{ARTICLES}<int:pk>/"
REQUEST = "<service:service_slug>/rad/savjetovanje/<str:number>/"
REVIEWS = "mreza/clanci/"

urlpatterns = [
    path("savjetovanje/clanci/<int:pk>/odgovara/", public.answers, name="answers"),
    path("savjetovanje/clanci/<int:pk>/ocjena/", public.say_useful, name="say_useful"),
    path("savjetovanje/clanci/<int:pk>/<slug:slug>/", public.article, name="article"),
    path(
        f"{REQUEST}clanak/",
        articles.from_request,
        name="desk_article_from",
    ),
    path(ARTICLES, articles.articles, name="desk_articles"),
    path(f"{ARTICLES}novi/", articles.new, name="desk_article_new"),
    path(ARTICLE, articles.article, name="desk_article"),
    path(f"{ARTICLE}izmjena/", articles.change, name="desk_article_change"),
    path(f"{ARTICLE}verzije/", articles.versions, name="desk_article_versions"),
    path(f"{ARTICLE}slanje/", articles.send, name="desk_article_send"),
    path(f"{ARTICLE}odluka/", reviews.decide_at_desk, name="desk_article_decide"),
    path(f"{ARTICLE}povlacenje/", articles.retire, name="desk_article_retire"),
    path(f"{ARTICLE}povratak/", articles.restore, name="desk_article_restore"),
    path(REVIEWS, reviews.articles, name="network_articles"),
    path(f"{REVIEWS}<int:pk>/", reviews.article, name="network_article"),
    path(f"{REVIEWS}<int:pk>/odluka/", reviews.decide, name="network_article_decide"),
]

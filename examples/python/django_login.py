"""Django with its own login: a view gives tokens to ``request.user`` (pip install django).

APP_ID, APP_CERTIFICATE and SECRET_KEY, which signs the sessions, are required: python django_login.py migrate, then
createsuperuser, then runserver. Of a project of yours only ``tokens`` and its line of ``urlpatterns`` are new.
"""

import os
import sys
from urllib.parse import quote

from django.conf import settings

settings.configure(
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ.get("DATABASE", "db.sqlite3")}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)

import django  # noqa: E402

django.setup()

from django.contrib.auth import authenticate, login  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.urls import path  # noqa: E402

from agora_token import Endpoint, Issuer, Policy, Role, Version  # noqa: E402

issuer = Issuer(os.environ["APP_ID"], os.environ["APP_CERTIFICATE"])
# Pages of other sites do not read what a cookie opens.
endpoint = Endpoint(issuer, version=Version.V007, client_error_status=400, omit_cors_headers=True)


def tokens(request: HttpRequest, target: str) -> HttpResponse:
    """Answer as the endpoint does, to the user who is logged in; they may publish in every room."""
    if request.user.is_authenticated:
        policy = Policy(user=str(request.user.pk), channels=["room-*"], max_role=Role.PUBLISHER)
        asked = f"/{quote(target)}?{request.META['QUERY_STRING']}"
        answer = endpoint.handle(str(request.method), asked, policy=policy, body=request.body)
    else:
        answer = endpoint.error(401, "log in first")
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


def log_in(request: HttpRequest) -> HttpResponse:
    """In place of your login."""
    if request.method == "POST":
        user = authenticate(request, username=request.POST["name"], password=request.POST["password"])
        if user is None:
            return JsonResponse({"error": "wrong name or password"}, status=401)
        login(request, user)
    return JsonResponse({"csrf": get_token(request)})


urlpatterns = [path("login", log_in), path("agora/<path:target>", tokens)]

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)

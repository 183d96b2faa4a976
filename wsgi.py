"""The application for a WSGI server: `gunicorn wsgi:app`, or `flask --app wsgi …`."""

from directory import create_app

app = create_app()

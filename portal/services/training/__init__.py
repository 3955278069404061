"""Training on file: classes and their documents, corrections, versions of the course, retraining, who is trained."""

from portal.services.training.recording import NewClass, log_class, on_file_that_day, record

__all__ = ["NewClass", "log_class", "on_file_that_day", "record"]

"""What the department does with the portal: one file or folder a subject, no Flask."""

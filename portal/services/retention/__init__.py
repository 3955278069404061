"""How long reads are kept, who may have them destroyed, and what each purge destroyed."""

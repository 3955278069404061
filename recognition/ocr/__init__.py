"""Reading with an OCR engine: cutting a plate into characters, setting them as print, and a vote."""

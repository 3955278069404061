"""How the models of `recognition.tiny` are made. Needs PyTorch and is never imported by what runs."""

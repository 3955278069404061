def extract(data: bytes, name: str) -> str:
    return data.decode()

"""Two small nets of our own, run by OpenCV in process: one finds plates, one reads them."""

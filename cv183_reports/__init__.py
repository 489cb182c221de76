"""Monthly reports on the dispatch that carries out Kết luận 183-KL/TW in Hải Phòng."""

__version__ = "0.1.0"

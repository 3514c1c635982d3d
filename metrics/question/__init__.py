"""The question and the answer: what passes between those who ask and the one who knows."""

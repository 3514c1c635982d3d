"""The forms in which something is put together by choosing: their modals."""

"""What sources tell, and from when and up to when what they told is whole."""

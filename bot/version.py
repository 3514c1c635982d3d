"""The version, in the one place where it stands: the package and the image take it from here."""

VERSION = "0.1.0"

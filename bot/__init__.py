"""How people ask and how they hear it: phrases in, cards, charts and replies out."""

"""What figures are held against: targets, the team's own last weeks, figures from outside."""

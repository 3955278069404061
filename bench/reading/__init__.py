"""How recognition is measured: labels, engines of ours and of others, scores, a table, and what went wrong."""

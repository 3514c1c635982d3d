"""What is posted unasked and what is looked at, as records: alerts, deliveries, the audit trail."""

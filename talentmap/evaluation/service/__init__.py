"""What the services are like: time and hand-offs of cases, satisfaction, open text, who gets an incentive."""

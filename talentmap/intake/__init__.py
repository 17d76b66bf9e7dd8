"""Stage 1, intake: whatever enterprises submit becomes clean demand lines, and every fault is said with its cure."""

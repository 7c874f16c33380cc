//! What does a Task: the built-in agent.

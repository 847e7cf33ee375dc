namespace Surveyctl.Local;

/// <summary>Node.js is missing or too old, or something that runs on it failed. The message is fit for the user and says what to do.</summary>
public sealed class NodeException(string message, Exception? inner = null) : Exception(message, inner);

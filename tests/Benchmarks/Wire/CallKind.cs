namespace Benchmarks.Wire;

/// <summary>What one request to the storage was for.</summary>
internal enum CallKind
{
    IntakeCommit,
    FoldCommit,
    RangeRead,
    PointRead,
    QueueSend,
    QueueReceive,
    QueueDelete,
    Other,
}

internal static class CallKinds
{
    public static bool IsQueue(this CallKind kind) => kind is CallKind.QueueSend or CallKind.QueueReceive or CallKind.QueueDelete;

    /// <param name="method">Of the request line.</param>
    /// <param name="target">Of the request line.</param>
    /// <param name="isQueue">Sent to the queue service.</param>
    public static CallKind Of(string method, string target, bool isQueue) => (method, isQueue) switch
    {
        ("POST", true) => CallKind.QueueSend,
        ("GET", true) => CallKind.QueueReceive,
        ("DELETE", true) => CallKind.QueueDelete,
        // Until its body shows that it brings responses in.
        ("POST", false) when target.EndsWith("/$batch", StringComparison.Ordinal) => CallKind.FoldCommit,
        ("GET", false) when target.Contains("()", StringComparison.Ordinal) => CallKind.RangeRead,
        ("GET", false) => CallKind.PointRead,
        _ => CallKind.Other,
    };
}

using TestSupport.FunctionsHost.Rpc;

namespace TestSupport.FunctionsHost;

public enum InvocationStatus
{
    Failed,
    Succeeded,
    Cancelled,
}

/// <summary>How a function ended.</summary>
/// <param name="Status">A message or a timer has been worked on only if it succeeded.</param>
/// <param name="Exception">What it threw, as the worker tells it; null: nothing.</param>
/// <param name="SentBack">What it returned, serialised to the host; null: nothing.</param>
public sealed record InvocationResult(InvocationStatus Status, string? Exception, string? SentBack)
{
    internal static InvocationResult Of(InvocationResponse response) => new(
        (InvocationStatus)(response.Result?.Status ?? StatusResult.Types.Status.Failure),
        response.Result?.Exception is { } thrown ? $"{thrown.Type} {thrown.Message}\n{thrown.StackTrace}".Trim() : null,
        response.ReturnValue is null && response.OutputData.Count == 0 ? null : $"{response.ReturnValue} {response.OutputData}");

    internal static InvocationResult Lost(string why) => new(InvocationStatus.Failed, why, SentBack: null);
}

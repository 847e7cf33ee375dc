namespace Storms.Faults;

/// <summary>How often a request meets which fault.</summary>
/// <param name="share">Of all requests.</param>
/// <param name="any">Of any request, each as often as it is named.</param>
/// <param name="ofSends">Of requests that send a message; empty: the same as any other.</param>
/// <param name="mostTimeouts">Each of them takes long: no more than these.</param>
internal sealed class FaultOdds(double share, IReadOnlyList<RequestFault> any, IReadOnlyList<RequestFault> ofSends, int mostTimeouts)
{
    private int _timeouts = mostTimeouts;

    public static FaultOdds OfTables(StormPlan plan) => new(
        plan.FaultShare,
        [
            RequestFault.Reset, RequestFault.ReplyLost, RequestFault.ReplyLost, RequestFault.Late, RequestFault.Twice, RequestFault.Twice,
            RequestFault.Status500, RequestFault.Status500After, RequestFault.Status503, RequestFault.Status503RetryAfter,
            RequestFault.Slow, RequestFault.Timeout,
        ],
        [],
        mostTimeouts: plan.IsGentle ? 0 : 1);

    /// <summary>In a gentle storm none that loses a message, or a reply with messages under lease.</summary>
    public static FaultOdds OfQueues(StormPlan plan) => new(
        plan.IsGentle ? 0.05 : 0.05 + (2 * plan.FaultShare),
        plan.IsGentle
            ? [RequestFault.Slow]
            : [
                RequestFault.Reset, RequestFault.ReplyLost, RequestFault.Twice, RequestFault.Status500, RequestFault.Status503,
                RequestFault.Status503RetryAfter, RequestFault.Slow, RequestFault.Timeout,
            ],
        plan.IsGentle
            ? [RequestFault.MessageReplayed, RequestFault.ReplyLost, RequestFault.Status503, RequestFault.Slow]
            : [
                RequestFault.MessageLost, RequestFault.MessageLost, RequestFault.MessageReplayed, RequestFault.MessageReplayed,
                RequestFault.MessageDelayed, RequestFault.MessageDelayed, RequestFault.Reset, RequestFault.ReplyLost, RequestFault.Status503,
            ],
        mostTimeouts: plan.IsGentle ? 0 : 1);

    /// <summary>Null: none. Not safe for several threads at once.</summary>
    public RequestFault? Draw(Random random, bool isSend)
    {
        // Two draws for every request, whatever comes of them.
        var (hits, which) = (random.NextDouble() < share, random.Next());
        if (!hits)
            return null;
        var faults = isSend && ofSends.Count > 0 ? ofSends : any;
        var fault = faults[which % faults.Count];
        return fault == RequestFault.Timeout && --_timeouts < 0 ? RequestFault.Slow : fault;
    }
}

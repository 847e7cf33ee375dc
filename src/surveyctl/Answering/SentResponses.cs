using System.Text.Json;

using Surveyctl.Output;

namespace Surveyctl.Answering;

/// <summary>What became of many responses.</summary>
/// <param name="Took">From the first request to the last answer.</param>
internal sealed record SentResponses(IReadOnlyList<DeliveryResult> Results, TimeSpan Took)
{
    public int Accepted => CountOf(Delivery.Accepted);

    public int Replayed => CountOf(Delivery.Replayed);

    public int Failed => CountOf(Delivery.Refused) + CountOf(Delivery.GivenUp);

    public double PerSecond => Results.Count / Took.TotalSeconds;

    public int ExitCode => Failed == 0 ? Commands.ExitCode.Ok
        : CountOf(Delivery.GivenUp) > 0 ? Commands.ExitCode.Unreachable : Commands.ExitCode.Invalid;

    public IEnumerable<KeyValuePair<string, int>> Failures =>
        Results.Where(result => result.Problem is not null).CountBy(result => result.Problem!);

    public void Tell(Report report)
    {
        report.Line($"{Accepted} accepted, {Replayed} replayed, {Failed} failed, in {Took.TotalSeconds:F1} s.");
        foreach (var (problem, times) in Failures)
            report.Error($"{times} times: {problem}");
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("accepted", Accepted);
        json.WriteNumber("replayed", Replayed);
        json.WriteNumber("failed", Failed);
        json.WriteNumber("seconds", Math.Round(Took.TotalSeconds, 3));
        json.WriteObjects("failures", Failures, failure =>
        {
            json.WriteString("problem", failure.Key);
            json.WriteNumber("times", failure.Value);
        });
    }

    private int CountOf(Delivery delivery) => Results.Count(result => result.Delivery == delivery);
}

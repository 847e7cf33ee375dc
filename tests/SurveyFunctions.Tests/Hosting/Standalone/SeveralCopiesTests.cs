using System.Net;

using SurveyFunctions.Tests.Intake;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting.Standalone;

[Collection(FoldingEverything.Collection)]
public sealed class SeveralCopiesTests(AppFixture app)
{
    private const int Responses = 120;
    private const int Schools = 60;

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_copies_that_get_the_same_responses_count_each_once()
    {
        await using var first = await AppProcess.StartAsync(AppProcess.Standalone(app.Azurite.ConnectionString, works: true));
        await using var second = await AppProcess.StartAsync(AppProcess.Standalone(app.Azurite.ConnectionString, works: true));
        var wave = await app.OpenWaveAsync(Schools);
        var ids = Enumerable.Range(0, Responses).Select(_ => Guid.NewGuid()).ToList();

        var answered = await Task.WhenAll(ids.SelectMany((id, i) => new[] { first, second, first }.Select(copy => Answered.ToPostAsync(
            copy.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, school: i % Schools)))));

        Assert.Equal(Responses, answered.Count(one => one.Status == HttpStatusCode.Created));
        Assert.Equal(2 * Responses, answered.Count(one => one.Status == HttpStatusCode.OK));
        Assert.Equal(Responses, answered.Select(one => one.Json.GetProperty("receipt").GetString()).Distinct().Count());

        // Both work the queue: soon nothing is pending.
        using var patience = new CancellationTokenSource(LongEnough);
        while (true)
        {
            var verified = await Task.WhenAll(wave.Wave.Partitions.Select(partition =>
                app.Engine.Verify.VerifyAsync(wave.Wave, partition, patience.Token)));
            Assert.All(verified, partition => Assert.Empty(partition.Discrepancies));
            Assert.Equal(Responses, verified.Sum(partition => partition.Responses));
            if (verified.Sum(partition => partition.Pending) == 0)
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }
}

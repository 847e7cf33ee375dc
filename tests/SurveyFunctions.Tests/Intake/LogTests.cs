using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Intake;

/// <summary>With an app of its own that logs all it can.</summary>
public abstract class LogTests(Engine engine, Dictionary<string, string> settings)
{
    [Collection(FoldingEverything.Collection)]
    public sealed class OnAzurite(AppFixture app)
        : LogTests(app.Engine, AppProcess.Standalone(app.Azurite.ConnectionString, works: true));

    public sealed class OnEmbedded(EmbeddedAppFixture embedded)
        : LogTests(embedded.Engine, AppProcess.Embedded(embedded.File, works: true)), IClassFixture<EmbeddedAppFixture>;

    [Fact]
    public async Task Neither_answers_nor_receipts_nor_ids_are_logged()
    {
        const string Comment = "zebra crossing";
        settings["Logging__LogLevel__Default"] = "Trace";
        await using var talkative = await AppProcess.StartAsync(settings);
        var wave = await TestWave.OpenAsync(engine);
        var (first, second, third) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var answers = $$"""{"overall":"very-unfavorable","more":"{{Comment}}"}""";
        var form = SubmissionJson.Form(("id", $"{second}"), ("a.overall", "very-unfavorable"), ("a.more", Comment));

        var stored = await Answered.ToPostAsync(talkative.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, first, answers));
        await Answered.ToPostAsync(talkative.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, first, """{"overall":"favorable"}"""));
        await Answered.ToPostAsync(talkative.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, first, $$"""{"more":"{{Comment}}","x":"{{Comment}}"}"""));
        await Answered.ToPostAsync(talkative.Client, SubmissionJson.Address(wave), $"{{\"answers\":\"{Comment}");
        await Answered.ToPostAsync(talkative.Client, SubmissionJson.FormAddress(wave), form, "application/x-www-form-urlencoded");
        await Answered.ToPostAsync(talkative.Client, SubmissionJson.FormAddress(wave), $"a.more={Comment}", "application/x-www-form-urlencoded");
        await BatchJson.PostAsync(talkative.Client, wave, [SubmissionJson.Of(wave, third, answers), SubmissionJson.Of(wave, third), Comment.Length.ToString()]);
        var receipt = stored.Json.GetProperty("receipt").GetString()!;
        await WithdrawalJson.PostPageAsync(talkative.Client, wave, receipt + "0");
        await WithdrawalJson.PostAsync(talkative.Client, wave, "0" + receipt);
        await WithdrawalJson.PostPageAsync(talkative.Client, wave, receipt);
        await WithdrawalJson.PostAsync(talkative.Client, wave, WithdrawalJson.ReceiptOf(wave, second));
        await Answered.ToPostAsync(talkative.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, first, answers));
        await talkative.TerminateAsync();

        Assert.Equal(3, (await wave.ResponsesAsync(engine)).Count);
        Assert.Contains("Listening on", talkative.Output, StringComparison.Ordinal);
        foreach (var secret in new[] { "zebra", "unfavorable", receipt, receipt[..11], receipt[^11..], $"{first}", $"{first:N}", $"{second}", $"{second:N}", $"{third}", $"{third:N}" })
            Assert.DoesNotContain(secret, talkative.Output, StringComparison.OrdinalIgnoreCase);
    }
}

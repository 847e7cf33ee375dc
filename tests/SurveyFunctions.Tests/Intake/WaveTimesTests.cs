using System.Net;
using System.Text.RegularExpressions;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Intake;

/// <summary>What people are told of a wave with times of its own, and of a rehearsal.</summary>
public sealed partial class WaveTimesTests(AppFixture app)
{
    private const string FormType = "application/x-www-form-urlencoded";

    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task A_form_says_until_when_it_can_be_sent()
    {
        var wave = await app.OpenWaveAsync(settings: ""","closesAt":"2099-01-01 20:00" """);

        var english = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave));
        var arabic = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave) + "?lang=ar");

        Assert.Contains("You can answer until January 1, 2099, 8:00 PM (Los Angeles time).", TextOf(english), StringComparison.Ordinal);
        Assert.Contains("يمكنك الإجابة حتى", TextOf(arabic), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(wave)).Status);
    }

    [Fact]
    public async Task Before_its_opening_time_a_wave_says_when_it_opens_and_takes_nothing()
    {
        var wave = await app.OpenWaveAsync(settings: ""","opensAt":"2099-01-01 08:00" """);

        var shown = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave));
        var posted = await PostAsync(wave);
        var program = await Answered.ToPostAsync(Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, Guid.NewGuid()));

        Assert.All([shown, posted], answered =>
        {
            Assert.Equal(HttpStatusCode.Conflict, answered.Status);
            Assert.Contains("It opens on January 1, 2099, 8:00 AM (Los Angeles time).", TextOf(answered), StringComparison.Ordinal);
        });
        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), (program.Status, program.Code));
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task After_its_closing_time_a_wave_says_when_it_closed_whether_it_was_swept_or_not()
    {
        var earlier = new ManualTimeProvider();
        using var engine = new Engine(app.Azurite.Tables, app.Azurite.Queues, earlier);
        var wave = await TestWave.OpenAsync(engine, settings: ""","closesAt":"2026-03-02 20:00" """);

        var shown = await Answered.ToGetAsync(Client, SubmissionJson.FormAddress(wave));
        var posted = await PostAsync(wave);

        Assert.All([shown, posted], answered =>
        {
            Assert.Equal(HttpStatusCode.Conflict, answered.Status);
            Assert.Contains("The survey closed on March 2, 2026, 8:00 PM (Los Angeles time).", TextOf(answered), StringComparison.Ordinal);
        });
        Assert.Empty(await app.ResponsesAsync(wave));
    }

    [Fact]
    public async Task Every_page_of_a_rehearsal_says_that_it_is_one()
    {
        const string Words = "Rehearsal: what is answered here is not counted, and is deleted";
        var wave = await app.OpenWaveAsync(settings: ""","rehearsal":true""");
        var form = SubmissionJson.FormAddress(wave);

        var pages = new List<Answered>
        {
            await Answered.ToGetAsync(Client, form),
            await Answered.ToPostAsync(Client, form, SubmissionJson.Form(("id", $"{Guid.NewGuid()}"), ("language", "en")), FormType),
            await PostAsync(wave),
            await Answered.ToGetAsync(Client, $"/withdraw/{wave.Id}"),
            await Answered.ToGetAsync(Client, $"/family/{wave.Id}/nowhere"),
            await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}"),
        };
        await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        pages.Add(await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}"));
        await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        pages.Add(await Answered.ToGetAsync(app.Hosted.Client, form));

        Assert.All(pages, page => Assert.Contains(Words, TextOf(page), StringComparison.Ordinal));
    }

    private static string TextOf(Answered answered) => WebUtility.HtmlDecode(Tags().Replace(answered.Body, ""));

    [GeneratedRegex("<[^>]+>", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Tags();

    private Task<Answered> PostAsync(TestWave wave) => Answered.ToPostAsync(
        Client, SubmissionJson.FormAddress(wave), SubmissionJson.Form(("id", $"{Guid.NewGuid()}"), ("language", "en"), ("a.overall", "favorable")), FormType);
}

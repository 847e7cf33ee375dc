using System.Net;
using System.Net.Http.Headers;
using System.Text;

using SurveyEngine.Auditing;
using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.People;
using SurveyEngine.Verification;
using SurveyEngine.Waves;

using SurveyFunctions.Pages;

using Surveys.Ids;

namespace Journeys.App;

/// <summary>An open wave of one journey: its addresses, and what a coordinator does with it.</summary>
internal sealed class JourneyWave(SurveyApp app, Wave wave)
{
    private static readonly TimeSpan TimeToFold = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Client = new();

    public Uri Site => app.Url;

    public string Form(string school, string language = "en") =>
        $"{Address.OfForm(wave.Survey.Audience, wave.Id, new SchoolId(school))}?lang={language}";

    /// <summary>The link that signs somebody in who sees this scope; null: an admin.</summary>
    public async Task<string> InvitationAsync(string? scope, string language = "en")
    {
        var (person, secret) = await app.Engine.People.AddAsync(
            wave.Tenant, "Diaz", scope is null ? new Grant(Role.Admin, null) : new Grant(Role.Viewer, new ScopeId(scope)), isProgram: false, TimeSpan.FromDays(1), Actor.OfCommand("surveyctl people invite"), CancellationToken.None);
        return $"{Address.Of(Address.Invitation, wave.Tenant.Value, person.Id, secret)}?lang={language}";
    }

    public async Task<string> PreviewAsync(string school, string language = "en")
    {
        var token = await app.Engine.Previews.FindOrMakeAsync(wave.Tenant, wave.Id, CancellationToken.None);
        return $"{Address.OfPreview(wave.Id, token, new SchoolId(school))}?lang={language}";
    }

    public string Dashboard(string? scope = null, string language = "en") => $"/dashboard/{wave.Id}/{scope ?? wave.Root.Value}?lang={language}";

    /// <summary>One response as a program sends it.</summary>
    /// <param name="answers">JSON, by item id.</param>
    public async Task PostAsync(string school, string language, string answers)
    {
        using var body = new StringContent($$"""
            {"id":"{{Guid.NewGuid()}}","school":"{{school}}","language":"{{language}}","answers":{{answers}}}
            """, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await Client.PostAsync(new Uri(app.Url, $"/api/waves/{wave.Id}/responses"), body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    /// <summary>How many responses are stored and not withdrawn; the tallies agree with them, or this throws.</summary>
    public async Task<int> CountResponsesAsync() => (await VerifyAsync()).Sum(partition => partition.Responses);

    /// <summary>The stored answers of every response that was not withdrawn.</summary>
    public async Task<IReadOnlyList<string>> AnswersAsync()
    {
        var answers = new List<string>();
        foreach (var partition in wave.Partitions)
        {
            await foreach (var row in app.Engine.Tables.QueryAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Responses, CancellationToken.None))
            {
                if (row.GetString(ResponseRow.Answers) is { } one)
                    answers.Add(one);
            }
        }
        return answers;
    }

    /// <summary>How many were withdrawn.</summary>
    public async Task<int> CountWithdrawnAsync() => (await VerifyAsync()).Sum(partition => partition.Withdrawn);

    /// <summary>Waits until the app's own queue trigger has folded all that was accepted.</summary>
    public async Task WaitUntilFoldedAsync()
    {
        using var waiting = new CancellationTokenSource(TimeToFold);
        while ((await VerifyAsync()).Any(partition => partition.Pending > 0))
            await Task.Delay(PollInterval, TimeProvider.System, waiting.Token);
    }

    /// <summary>Publishes what there is now, as the nightly rollup does.</summary>
    public async Task ReleaseAsync() => Assert.NotNull(await app.Engine.Release.RunAsync(wave, CancellationToken.None));

    private async Task<IReadOnlyList<PartitionVerification>> VerifyAsync()
    {
        var partitions = new List<PartitionVerification>();
        foreach (var partition in wave.Partitions)
            partitions.Add(await app.Engine.Verify.VerifyAsync(wave, partition, CancellationToken.None));
        Assert.All(partitions, partition => Assert.Empty(partition.Discrepancies));
        return partitions;
    }
}

using System.Text;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

using SurveyFunctions.Hosting;
using SurveyFunctions.Intake;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Intake;

/// <summary>Batches on a real store that fails for some of their responses and not for others.</summary>
public sealed class FaultyBatchTests(AppFixture app)
{
    [Fact]
    public async Task A_commit_that_fails_has_its_responses_sent_again_and_the_others_keep_their_receipts()
    {
        var wave = await app.OpenWaveAsync(schools: 60);
        var tables = new FaultyTables(app.Azurite.Tables)
        {
            OnCommit = (actions, commit) => actions[0].Entity.PartitionKey == wave.Wave.PartitionOf(wave.Schools[59]).Key
                ? throw new StoreUnavailableException("Away.", retryAfter: TimeSpan.FromSeconds(6.5))
                : commit(),
        };
        using var engine = new Engine(tables, app.Azurite.Queues);
        var responses = Enumerable.Range(0, 60).Select(school => SubmissionJson.Of(wave, Guid.NewGuid(), school: school)).ToList();
        var inSecond = wave.Schools.Select(school => school.Bucket != wave.Schools[0].Bucket).ToList();

        var first = await PostAsync(engine, wave, responses);
        Assert.Equal(inSecond.Select(fails => fails ? 503 : 201), first.Statuses());
        Assert.Equal("7", first["Retry-After"]);
        Assert.Equal("storage-unavailable", first.Results()[59].GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(inSecond.Count(fails => !fails), (await app.ResponsesAsync(wave)).Count);

        tables.OnCommit = null;
        var second = await PostAsync(engine, wave, responses);
        Assert.Equal(inSecond.Select(fails => fails ? 201 : 200), second.Statuses());
        Assert.Null(second["Retry-After"]);
        Assert.Equal(60, (await app.ResponsesAsync(wave)).Count);
    }

    [Fact]
    public async Task A_school_that_cannot_be_looked_up_is_asked_for_once_and_only_its_responses_wait()
    {
        var wave = await app.OpenWaveAsync();
        var asked = 0;
        var tables = new FaultyTables(app.Azurite.Tables)
        {
            OnRead = row =>
            {
                if (!row.EndsWith("school-001", StringComparison.Ordinal))
                    return Task.CompletedTask;
                asked++;
                throw new StoreUnavailableException("Away.");
            },
        };
        using var engine = new Engine(tables, app.Azurite.Queues);

        var answered = await PostAsync(
            engine, wave, Enumerable.Range(0, 30).Select(i => SubmissionJson.Of(wave, Guid.NewGuid(), school: i % 3)));

        Assert.Equal(Enumerable.Range(0, 30).Select(i => i % 3 == 1 ? 503 : 201), answered.Statuses());
        Assert.Equal("5", answered["Retry-After"]);
        Assert.Equal(1, asked);
        Assert.Equal(20, (await app.ResponsesAsync(wave)).Count);
    }

    private static async Task<Answered> PostAsync(Engine engine, TestWave wave, IEnumerable<string> responses)
    {
        var failures = new StorageFailures(TimeProvider.System, NullLogger<StorageFailures>.Instance);
        var submit = new SubmitResponses(engine.Waves, engine.Accept, failures, TimeProvider.System);
        using var sent = new MemoryStream(Encoding.UTF8.GetBytes(BatchJson.Of(responses)));
        using var received = new MemoryStream();
        var context = new DefaultHttpContext
        {
            Request = { Path = BatchJson.Address(wave), Method = "POST", ContentType = "application/json", Body = sent },
            Response = { Body = received },
        };
        using var place = new RequestLimit(TimeProvider.System, NullLogger<RequestLimit>.Instance).NewPlace();
        context.Features.Set(place);
        await (await submit.RunAsync(context.Request, wave.Id.Value, CancellationToken.None)).ExecuteAsync(context);

        var message = new HttpResponseMessage((System.Net.HttpStatusCode)context.Response.StatusCode) { Content = new ByteArrayContent(received.ToArray()) };
        foreach (var (name, values) in context.Response.Headers)
            message.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        return new Answered(message.StatusCode, Encoding.UTF8.GetString(received.ToArray()), message);
    }
}

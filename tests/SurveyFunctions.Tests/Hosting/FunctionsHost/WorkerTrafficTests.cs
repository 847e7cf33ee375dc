using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.FunctionsHost;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>What the worker tells the host, beside the answers that go over HTTP: the host keeps it, sends it on, or writes it down.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class WorkerTrafficTests(AppFixture app)
{
    /// <summary>That it has ended, and nothing else.</summary>
    private const int MostMessages = 1;

    [Fact]
    public async Task Nothing_of_an_answer_goes_to_the_host_a_second_time()
    {
        var calls = await HttpCalls.PrepareAsync(app);
        await using var host = await Hosts.StartAsync(app.Azurite.ConnectionString);

        await SendAsync(host, [.. calls.Valid(), .. calls.Invalid()]);

        Assert.Empty(host.SentBack);
    }

    [Fact]
    public async Task A_request_costs_no_more_messages_than_it_must()
    {
        var calls = await HttpCalls.PrepareAsync(app);
        await using var host = await Hosts.StartAsync(app.Azurite.ConnectionString);
        await SendAsync(host, calls.Valid());
        var (messages, invocations) = (host.MessagesReceived, host.HttpInvocations);

        await SendAsync(host, [.. calls.Valid(), .. calls.Invalid()]);

        Assert.InRange(host.MessagesReceived - messages, 1, (host.HttpInvocations - invocations) * MostMessages);
        // Neither a start nor what anybody may ask for is worth an operator's look.
        Assert.Empty(host.ErrorLines);
    }

    [Fact]
    public async Task No_path_no_school_and_no_id_of_a_response_is_logged()
    {
        var calls = await HttpCalls.PrepareAsync(app);
        await using var proxy = new FaultyProxy(app.Azurite.Azurite.TableEndpoint);
        await using var host = await Hosts.StartAsync(proxy.Through(app.Azurite.ConnectionString));
        var id = Guid.NewGuid();
        var address = SubmissionJson.Address(calls.Wave);

        await SendAsync(host, [.. calls.Valid(), .. calls.Invalid()]);
        await Answered.ToPostAsync(host.Client, address, SubmissionJson.Of(calls.Wave, id));
        proxy.BreakRequests(int.MaxValue);
        await SendAsync(host, [.. calls.Valid(), .. calls.Invalid()]);
        await Answered.ToPostAsync(host.Client, address, SubmissionJson.Of(calls.Wave, id));
        await host.TerminateWorkerAsync();

        Assert.Contains(host.ErrorLines, line => line.Contains("The storage failed", StringComparison.Ordinal));
        // The host drops what is logged through it and belongs to no call under way: an operator would never see it.
        Assert.DoesNotContain(host.Logs, log => log.IsDropped);
        var lines = host.Logs.Select(log => $"{log.Message} {log.Exception}").Concat(host.Output.Split('\n')).ToList();
        foreach (var secret in new[] { "/family", "/school", "/member", "/api/", "/withdraw", "/dashboard", "school-0", "district-a", $"{id}", $"{id:N}" })
            Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static Task<Answered[]> SendAsync(EmulatedFunctionsHost host, IEnumerable<(string Function, int Status, HttpRequestMessage Request)> calls) =>
        Task.WhenAll(calls.Select(call => Answered.ToAsync(host.Client, call.Request)));
}

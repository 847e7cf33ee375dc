using System.Net.Sockets;
using System.Text;
using System.Text.Json;

using Storms.Copies;

namespace Storms.Phones;

/// <summary>
/// A client that sends again with the same id until it knows what became of its response, to whichever copy of the app answers; now
/// and then it has no patience, hangs up and tries anew.
/// </summary>
internal sealed class Phone(HttpClient http, AppCopies copies, string wave, CancellationToken stop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Does what the response's behaviour says; returns when the client knows, or has given up.</summary>
    public async Task RunAsync(PlannedResponse response)
    {
        var random = new Random(response.ChoiceSeed);
        switch (response.Behaviour)
        {
            case Behaviour.Sends:
                await SendAsync(response, random);
                break;
            case Behaviour.SendsTwiceAtOnce:
                await Task.WhenAll(SendAsync(response, random), SendAsync(response, new Random(response.ChoiceSeed + 1)));
                break;
            case Behaviour.SendsInBatch:
                await SendBatchAsync([response]);
                break;
            case Behaviour.SendsOtherAnswersToo:
                await Task.WhenAll(SendAsync(response, random), SendAsync(response, new Random(response.ChoiceSeed + 1), isOther: true));
                break;
            case Behaviour.Withdraws:
                await SendAsync(response, random);
                await WithdrawAsync(response, random);
                break;
            case Behaviour.WithdrawsAndSendsLate:
                await SendAsync(response, random);
                await WithdrawAsync(response, random);
                if (response.Outcome.IsWithdrawn)
                    await SendLateAsync(response, random);
                break;
            case Behaviour.WithdrawsWhileSending:
                await Task.WhenAll(SendAsync(response, random), WithdrawAsync(response, new Random(response.ChoiceSeed + 1)));
                break;
            case Behaviour.Replaces:
                await SendAsync(response, random);
                await ReplaceAsync(response, 0, random);
                await SendAsync(response.Replacements[0], random);
                if (response.Replacements[0].Outcome.IsAccepted)
                    await SendLateAsync(response, random);
                break;
            case Behaviour.ReplacesWhileSending:
                await Task.WhenAll(SendAsync(response, random), ReplaceAsync(response, 0, new Random(response.ChoiceSeed + 1)));
                break;
            case Behaviour.GoesBackTwice:
                await SendAsync(response, random);
                await ReplaceAsync(response, 0, random);
                await ReplaceAsync(response, 1, random);
                break;
            case Behaviour.GoesBackTwiceAtOnce:
                await SendAsync(response, random);
                response.Replacements[1].Outcome.IsReplacementSent = true;
                await Task.WhenAll(ReplaceAsync(response, 0, random), ReplaceAsync(response, 1, new Random(response.ChoiceSeed + 1)));
                break;
            case Behaviour.ReplacesAndWithdraws:
                await SendAsync(response, random);
                await ReplaceAsync(response, 0, random);
                // A receipt comes with the acknowledgement.
                var isByOwn = random.Next(2) == 0 && response.Replacements[0].Outcome.IsAccepted;
                await WithdrawAsync(isByOwn ? response.Replacements[0] : response, random, response);
                if (response.WithReplacements.Any(one => one.Outcome.IsWithdrawn))
                    await Task.WhenAll(response.WithReplacements.Select(one => SendLateAsync(one, new Random(one.ChoiceSeed))));
                break;
            case Behaviour.WithdrawsWhileReplacing:
                await SendAsync(response, random);
                await Task.WhenAll(ReplaceAsync(response, 0, random), WithdrawAsync(response, new Random(response.ChoiceSeed + 1)));
                break;
            case Behaviour.GivesUp:
                response.Outcome.Unanswered(isOther: false);
                await PostAsync(
                    $"/api/waves/{wave}/responses", PlannedResponse.JsonOf(response.Answers), TimeSpan.FromMilliseconds(random.Next(1, 30)), random);
                break;
            default:
                throw new InvalidOperationException($"There is no such behaviour: {response.Behaviour}.");
        }
    }

    /// <summary>All at once, and again those of which it is not known.</summary>
    public async Task SendBatchAsync(IReadOnlyList<PlannedResponse> responses)
    {
        var random = new Random(responses[0].ChoiceSeed);
        var open = responses.ToList();
        while (open.Count > 0)
        {
            var body = $$"""{"responses":[{{string.Join(',', open.Select(one => PlannedResponse.JsonOf(one.Answers)))}}]}""";
            var reply = await PostAsync($"/api/waves/{wave}/responses/batch", body, PatienceOf(random), random);
            if (reply is not { Status: 200, Json: { } json })
            {
                foreach (var one in open)
                {
                    if (reply is { Status: not 503 } odd)
                        one.Outcome.Violated($"a batch was answered {odd.Status} {odd.Code}");
                    one.Outcome.Unanswered(isOther: false);
                }
            }
            else
            {
                var results = json.GetProperty("results").EnumerateArray().ToList();
                var settled = open.Where((one, i) => one.Outcome.Submitted(
                    results[i].GetProperty("status").GetInt32(),
                    results[i].TryGetProperty("problem", out var problem) ? Reply.CodeOf(problem) : null,
                    isOther: false)).ToHashSet();
                open.RemoveAll(settled.Contains);
            }
            if (open.Count > 0)
                await PauseAsync(random);
        }
    }

    private async Task SendAsync(PlannedResponse response, Random random, bool isOther = false)
    {
        var body = PlannedResponse.JsonOf(isOther ? response.OtherAnswers : response.Answers);
        while (true)
        {
            var reply = await PostAsync($"/api/waves/{wave}/responses", body, PatienceOf(random), random);
            if (reply is null)
                response.Outcome.Unanswered(isOther);
            else if (Check(response, reply, response.Outcome.Submitted(reply.Status, reply.Code, isOther)))
                return;
            await PauseAsync(random);
        }
    }

    /// <param name="number">Of the replacement.</param>
    private async Task ReplaceAsync(PlannedResponse response, int number, Random random)
    {
        foreach (var earlier in response.WithReplacements.Take(number + 1))
            earlier.Outcome.IsReplacementSent = true;
        var replacement = response.Replacements[number];
        if (random.Next(4) == 0)
            await SendBatchAsync([replacement]);
        else
            await SendAsync(replacement, random);
    }

    /// <param name="first">Of the person; null: the response itself.</param>
    private async Task WithdrawAsync(PlannedResponse response, Random random, PlannedResponse? first = null)
    {
        foreach (var one in (first ?? response).WithReplacements)
            one.Outcome.IsWithdrawalSent = true;
        var body = $$"""{"receipt":"{{response.Receipt}}"}""";
        while (true)
        {
            var reply = await PostAsync($"/api/waves/{wave}/withdrawals", body, PatienceOf(random), random);
            if (reply is not null && Check(response, reply, response.Outcome.WithdrawalAnswered(reply.Status, reply.Code)))
                return;
            await PauseAsync(random);
        }
    }

    /// <summary>A retry that was under way while its response was withdrawn or replaced.</summary>
    private async Task SendLateAsync(PlannedResponse response, Random random)
    {
        while (true)
        {
            var reply = await PostAsync($"/api/waves/{wave}/responses", PlannedResponse.JsonOf(response.Answers), PatienceOf(random), random);
            if (reply is { Status: 200 or 201 })
                response.Outcome.Violated("was accepted after it was withdrawn or replaced");
            if (reply is not null and not { Status: 503 })
                return;
            await PauseAsync(random);
        }
    }

    private static bool Check(PlannedResponse response, Reply reply, bool isSettled)
    {
        if (reply.Status is 200 or 201 && reply.Json?.GetProperty("receipt").GetString() != response.Receipt)
            response.Outcome.Violated("got another receipt than its own");
        return isSettled;
    }

    private static TimeSpan PatienceOf(Random random) =>
        random.Next(20) == 0 ? TimeSpan.FromMilliseconds(random.Next(5, 500)) : Patience;

    private Task PauseAsync(Random random) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(30, 400)), stop);

    /// <summary>Null: no answer; it may have arrived all the same.</summary>
    private async Task<Reply?> PostAsync(string path, string body, TimeSpan patience, Random random)
    {
        Uri address;
        while (true)
        {
            var addresses = copies.Addresses;
            var choice = random.Next();
            if (addresses.Length > 0)
            {
                address = addresses[choice % addresses.Length];
                break;
            }
            await PauseAsync(random);
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience);
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(address, path), content, limit.Token);
            var reply = await Reply.ReadAsync(answer, limit.Token);
            return copies.IsHosted && reply is { Status: 500, Json: null } ? null : reply;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested
            && failure is HttpRequestException or IOException or SocketException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    private sealed record Reply(int Status, string? Code, JsonElement? Json)
    {
        public static async Task<Reply> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            JsonElement? json = text.Length > 0 ? JsonElement.Parse(text) : null;
            return new Reply((int)answer.StatusCode, json is { } problem ? CodeOf(problem) : null, json);
        }

        public static string? CodeOf(JsonElement problem) => problem.TryGetProperty("code", out var code) ? code.GetString() : null;
    }
}

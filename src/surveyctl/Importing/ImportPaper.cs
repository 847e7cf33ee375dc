using Surveyctl.Answering;

using SurveyEngine.Intake;

using SurveyFunctions.Intake;
using SurveyFunctions.Pages;

namespace Surveyctl.Importing;

/// <summary>What became of one sheet of paper.</summary>
internal sealed record ImportedPaper(PaperResponse Response, DeliveryResult Result);

/// <summary>Sends answers from paper to the running app, those that are not stored yet.</summary>
internal sealed class ImportPaper(Engine engine, Wave wave)
{
    private const int ReadsAtOnce = 32;

    /// <summary>What an import would do. Writes nothing.</summary>
    public async Task<IReadOnlyList<ImportedPaper>> TryAsync(IReadOnlyList<PaperResponse> responses, CancellationToken cancellationToken)
    {
        var found = await PaperIds.FindAsync(engine.Tables, wave, cancellationToken) is { } ids
            ? await FindStoredAsync(wave, [.. responses.Select(response => response.ToSubmission(wave, ids))], cancellationToken)
            : new DeliveryResult?[responses.Count];
        return [.. responses.Zip(found, (response, stored) => new ImportedPaper(response, stored ?? new DeliveryResult(Delivery.Accepted)))];
    }

    /// <param name="responses">All of the file, so that every sheet is told of.</param>
    /// <param name="client">For the app.</param>
    /// <param name="app">Where it is.</param>
    /// <param name="advance">Called with the number of responses that are through.</param>
    /// <exception cref="CommandFailedException">Another import into the wave is running.</exception>
    public async Task<IReadOnlyList<ImportedPaper>> RunAsync(
        IReadOnlyList<PaperResponse> responses, HttpClient client, Uri app, Action<int> advance, CancellationToken cancellationToken)
    {
        DateTimeOffset? turn = null;
        var (now, ids) = await TakeTurnAsync();
        try
        {
            var submissions = responses.Select(response => response.ToSubmission(now, ids)).ToList();
            var results = await FindStoredAsync(now, submissions, cancellationToken);
            var open = Enumerable.Range(0, results.Length).Where(index => results[index] is null).ToList();
            advance(results.Length - open.Count);

            var batches = new SubmitBatchOverHttp(client, new Uri(app, Address.Of(SubmitResponses.Route, wave.Id.Value)), TimeProvider.System);
            var sent = new List<DeliveryResult>();
            foreach (var request in SubmitBatchOverHttp.Split(open.Select(index => SubmissionJson.Of(submissions[index]))))
            {
                await TakeTurnAsync();
                sent.AddRange(await batches.SendAsync(request, cancellationToken));
                advance(request.Count);
            }
            foreach (var (index, result) in open.Zip(sent))
                results[index] = result;
            return [.. responses.Zip(results, (response, result) => new ImportedPaper(response, result!))];
        }
        finally
        {
            await engine.Paper.EndTurnAsync(wave, turn!.Value, CancellationToken.None);
        }

        // Again before each request, so that it lasts.
        async Task<(Wave Now, PaperIds Ids)> TakeTurnAsync()
        {
            var taken = await engine.Paper.TakeTurnAsync(wave, turn, cancellationToken);
            if (taken.Ids is null)
            {
                throw new CommandFailedException($"Another import into wave {wave.Id} is running: run this again when it is through. If it was "
                    + $"killed, that is at {LocalTime.Of(taken.Until, wave.Zone)} ({wave.Zone.Id}).");
            }
            turn = taken.Until;
            return (taken.Wave, taken.Ids);
        }
    }

    /// <summary>What is stored under the sheet of each; null: nothing is.</summary>
    private async Task<DeliveryResult?[]> FindStoredAsync(Wave now, List<Submission> submissions, CancellationToken cancellationToken)
    {
        var found = new DeliveryResult?[submissions.Count];
        await Parallel.ForEachAsync(
            submissions.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (entry, stopping) => found[entry.Index] = await FindStoredAsync(now, entry.Item, stopping));
        return found;
    }

    private async Task<DeliveryResult?> FindStoredAsync(Wave now, Submission submission, CancellationToken cancellationToken)
    {
        switch (ResponseRow.OutcomeOf(submission, await ReadAsync(submission.Partition)))
        {
            case IntakeOutcome.Replayed:
                return new DeliveryResult(Delivery.Replayed);
            case IntakeOutcome.Conflict:
                return new DeliveryResult(Delivery.Refused, "Another school or other answers are stored under this sheet; they stand.");
            case not null:
                return new DeliveryResult(Delivery.Refused, "The response was withdrawn or replaced: it is not stored again.");
        }
        // An id names a row within one partition: under a school of another the sheet would be counted twice.
        foreach (var partition in now.Partitions.Where(partition => partition != submission.Partition))
        {
            if (await ReadAsync(partition) is { } row && !ResponseRow.IsWithdrawn(row))
                return new DeliveryResult(Delivery.Refused, $"Another school, {row.GetString(ResponseRow.School)}, is stored under this sheet; it stands.");
        }
        return null;

        Task<TableRow?> ReadAsync(ResponsesPartition partition) =>
            engine.Tables.GetAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Response(submission.Id), cancellationToken);
    }
}

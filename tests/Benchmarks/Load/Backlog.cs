using SurveyEngine.Intake;
using SurveyEngine.Keys;

using Surveys.Answers;
using Surveys.Tallies;

using SurveyStorage;

namespace Benchmarks.Load;

/// <summary>What waits for a benchmark when it begins, made by the product's own code.</summary>
internal static class Backlog
{
    private const int Sheets = 500;

    /// <summary>
    /// Responses put in through intake, without HTTP. As many clients as an app has that is busy; responses go around the schools, so
    /// batches are as small as they are then.
    /// </summary>
    public static async Task WriteAsync(Engine engine, FamilyWave wave, int count, int clients = 64)
    {
        var answers = new FullAnswers(wave, seed: 1);
        var sheets = MakeSheets(answers);
        await ClosedLoad.RunAsync(
            clients, count, (_, index) => engine.Accept.AcceptAsync(answers.Submission(answers.SchoolAt(index), sheets[index % Sheets])));
        await engine.Accept.DrainAsync();
    }

    /// <summary>
    /// Tallies of so many responses for every school, folded from pending batches. The rows of the responses are left out: a release
    /// does not read them, and they would take nearly all the time.
    /// </summary>
    public static async Task WriteTalliesAsync(Engine engine, FamilyWave wave, int each)
    {
        var sheets = MakeSheets(new FullAnswers(wave, seed: 1));
        var partitions = wave.Schools.GroupBy(wave.Wave.PartitionOf);
        await Parallel.ForEachAsync(partitions, async (schools, cancellationToken) =>
        {
            var entries = schools.SelectMany((school, number) => Enumerable.Range(0, each).Select(index => new SheetEntry
            {
                School = school.Id,
                Language = index % wave.Wave.Survey.Languages.Count,
                Channel = Channel.Link,
                Codes = sheets[((number * each) + index) % Sheets].Codes,
            }));
            foreach (var rows in entries.Chunk(SheetCodec.MostEntries).Select(PendingBatch).Chunk(TableLimits.MaxActions))
            {
                if (await engine.Tables.CommitAsync(StoreNames.Responses, rows, cancellationToken) is not CommitResult.Committed)
                    throw new InvalidOperationException($"The store refuses the batches of {schools.Key}.");
            }
            await engine.Fold.FoldAsync(schools.Key, cancellationToken);

            RowChange PendingBatch(SheetEntry[] batch) =>
                new(RowChangeType.Add, BatchRow.Of(schools.Key, $"{Guid.NewGuid():N}", wave.Wave.Layout.Hash, batch, DateTimeOffset.UnixEpoch));
        });
    }

    private static List<AnswerSheet> MakeSheets(FullAnswers answers) => [.. Enumerable.Range(0, Sheets).Select(_ => answers.NextSheet())];
}

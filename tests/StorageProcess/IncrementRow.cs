using SurveyStorage;

using static SurveyStorage.RowChangeType;

namespace StorageProcess;

/// <summary>Adds one to the number of a row, again and again, and in the same transaction a row of its own.</summary>
internal static class IncrementRow
{
    public static async Task RunAsync(string place, string table, string name, int times)
    {
        using var storage = Stores.Open(place);
        var lost = 0;
        for (var i = 0; i < times;)
        {
            var row = (await storage.Tables.GetAsync(table, "shared", "number", CancellationToken.None))!;
            var result = await storage.Tables.CommitAsync(
                table,
                [
                    new(Add, new TableRow("shared", $"own!{name}!{i:D5}")),
                    new(UpdateReplace, new TableRow("shared", "number") { ["N"] = row.GetInt32("N") + 1 }, row.ETag),
                ],
                CancellationToken.None);
            if (result is CommitResult.Committed)
                i++;
            else if (result is CommitResult.Refused { Index: 1, Refusal: CommitRefusal.ETagMismatch })
                lost++;
            else
                throw new InvalidOperationException($"{result}");
        }
        Console.WriteLine($"incremented {times} times, {lost} races lost");
    }
}

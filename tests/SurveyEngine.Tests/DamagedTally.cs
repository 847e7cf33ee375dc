using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Tests;

/// <summary>A tally that claims to be of another layout, until it is disposed of: other tests that fold everything meet it too.</summary>
internal sealed class DamagedTally : IAsyncDisposable
{
    public const string ForeignLayout = "0123456789abcdef";

    private readonly ITableStore _tables;
    private readonly TableRow _row;
    private readonly string _layout;

    private DamagedTally(ITableStore tables, TableRow row)
    {
        _tables = tables;
        _row = row;
        _layout = row.GetString("Layout")!;
    }

    public static async Task<DamagedTally> OfAsync(ITableStore tables, ResponsesPartition partition, SchoolId school)
    {
        var row = await tables.GetAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Count(school), CancellationToken.None);
        var damage = new DamagedTally(tables, row!);
        await damage.WriteAsync(ForeignLayout);
        return damage;
    }

    public async ValueTask DisposeAsync() => await WriteAsync(_layout);

    private async Task WriteAsync(string layout)
    {
        _row["Layout"] = layout;
        await _tables.CommitAsync(
            StoreNames.Responses, [new(RowChangeType.UpsertReplace, _row)], CancellationToken.None);
    }
}

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>Reads what may be shown: the pointer, then one row. There is no other way to results.</summary>
public sealed class ReadResults(ITableStore tables)
{
    /// <summary>The release that readers see now; null: none was published yet.</summary>
    public async Task<string?> FindReleaseAsync(Wave wave, CancellationToken cancellationToken)
    {
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        return latest is not null && ReleaseRow.IsOf(wave, latest) ? latest.GetString(ReleaseRow.ReleaseId) : null;
    }

    /// <summary>Null: the scope is not part of the release.</summary>
    public async Task<ShownScope?> FindAsync(Wave wave, string releaseId, ScopeId scope, CancellationToken cancellationToken)
    {
        var partition = ResultsKeys.ScopePartition(wave.Tenant, wave.Id, releaseId, scope);
        // Releases of earlier versions have it where the typed rows are.
        var page = await tables.GetAsync(StoreNames.Pages, partition, ResultsKeys.Page, cancellationToken)
            ?? await tables.GetAsync(StoreNames.Results, partition, ResultsKeys.Page, cancellationToken);
        return page is null ? null : ShownScopeJson.Read(ChunkedBinary.Read(page, ResultRows.PageJson));
    }
}

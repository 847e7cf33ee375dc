using Surveyctl.Backups;
using Surveyctl.Output;

using SurveyStorage;

namespace Surveyctl.Tests.Backups;

/// <summary>Takes and restores backups in this process, over tables with which anything may happen.</summary>
internal static class BackupFixture
{
    public static Steps NoSteps { get; } = new(_ => { });

    /// <param name="tables">Of what.</param>
    /// <param name="folder">Where: a folder that is not there yet.</param>
    public static async Task<TakenBackup> TakeAsync(this ITableStore tables, string folder)
    {
        using var made = BackupFolder.Create(folder);
        return await new TakeBackup(tables, TimeProvider.System).RunAsync(made, NoSteps, CancellationToken.None);
    }

    /// <summary>Checked before, as by the command.</summary>
    public static async Task<IReadOnlyList<RestoredTable>> RestoreAsync(this ITableStore tables, string folder)
    {
        var manifest = await CheckBackup.RunAsync(folder, NoSteps, CancellationToken.None);
        var restore = new RestoreBackup(tables);
        await restore.RequireNoOthersAsync(folder, manifest, CancellationToken.None);
        return await restore.RunAsync(folder, manifest, NoSteps, CancellationToken.None);
    }

    /// <summary>Of the engine's waves: how many responses there are, if everything adds up.</summary>
    public static async Task<long> RecountAsync(this Engine engine)
    {
        var responses = 0;
        foreach (var (id, tenant) in await engine.Index.ListAsync(CancellationToken.None))
        {
            var wave = await engine.Waves.RequireAsync(tenant, id, CancellationToken.None);
            foreach (var partition in wave.Partitions)
            {
                var verified = await engine.Verify.VerifyAsync(wave, partition, CancellationToken.None);
                Assert.Empty(verified.Discrepancies);
                responses += verified.Responses;
            }
        }
        return responses;
    }
}

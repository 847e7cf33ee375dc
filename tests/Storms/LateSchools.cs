
using Surveys.Ids;
using Surveys.Organisations;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Storms;

/// <summary>A wave that opens without some of its schools, which come in while answers do.</summary>
internal static class LateSchools
{
    /// <summary>In the end; they are two buckets, and those that it opens with are not all of one.</summary>
    public const int All = 80;

    /// <summary>Phones of a storm are faster than people; its recount sends everything at once.</summary>
    public const string Settings = ",\"pace\":1000000";

    private const int Commands = 3;

    /// <summary>Seven of sixteen: 45 of the schools are there when it opens.</summary>
    private static bool IsLate(int school) => school % 16 >= 9;

    public static async Task<TestWave> OpenAsync(Engine engine)
    {
        var (tenant, id) = (new TenantId(AzuriteFixture.NewName("tenant-")), new WaveId(AzuriteFixture.NewName("wave-")));
        await TestWave.LoadAsync(engine, tenant, id, All, settings: Settings);
        var all = await engine.Definitions.ReadOrganisationsAsync(tenant, CancellationToken.None);
        await engine.Definitions.SaveOrganisationsAsync(
            tenant, [.. all.Organisations.Where(row => NumberOf(row) is not { } number || !IsLate(number))], all.Collections, CancellationToken.None);
        if ((await engine.Open.OpenAsync(tenant, id, CancellationToken.None)).Problems is [var problem, ..])
            throw new InvalidOperationException(problem.Message);
        await engine.Definitions.SaveOrganisationsAsync(tenant, all.Organisations, all.Collections, CancellationToken.None);
        return await TestWave.FindAsync(engine, tenant, id, All);
    }

    /// <summary>By several commands at once, which have some of the schools in common; each again until it is told that it is done.</summary>
    /// <returns>The wave with all its schools.</returns>
    public static async Task<TestWave> AddAsync(Engine engine, TestWave wave, Random random, CancellationToken cancellationToken)
    {
        var late = Enumerable.Range(0, All).Where(IsLate).Select(number => new SchoolId($"school-{number:D3}")).ToArray();
        random.Shuffle(late);
        var shares = Enumerable.Range(0, Commands).Select(command => late.Where((_, i) => i % Commands == command || i % 5 == command).ToArray()).ToList();
        await Task.WhenAll(shares.Select(share => MendAsync(engine, wave, share, cancellationToken)));
        return await TestWave.FindAsync(engine, wave.Tenant, wave.Id, All);
    }

    private static async Task MendAsync(Engine storage, TestWave wave, SchoolId[] schools, CancellationToken cancellationToken)
    {
        // As another process: with a cache of its own.
        using var engine = new Engine(storage.Tables, storage.Queues);
        while (true)
        {
            try
            {
                var current = await engine.Waves.RequireAsync(wave.Tenant, wave.Id, cancellationToken);
                var mending = await engine.Mend.RunAsync(current, schools, isDryRun: false, cancellationToken);
                if (mending.Problems is [var problem, ..])
                    throw new InvalidOperationException($"The open wave was not mended: {problem}");
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private static int? NumberOf(OrganisationRow row) => row.Kind == "school" ? int.Parse(row.Path[^3..]) : null;
}

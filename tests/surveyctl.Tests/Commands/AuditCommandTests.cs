using System.CommandLine;

using Surveyctl.Commands;
using Surveyctl.Storage;

using SurveyEngine.Keys;

using Surveys.Ids;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class AuditCommandTests(WholeStorages storages)
{
    private static readonly TenantId Tenant = new("valley");

    /// <summary>What each command that changes a storage writes down; null: nothing, as it grants, tells and takes away nothing.</summary>
    private static readonly Dictionary<string, string?> Acts = new()
    {
        ["seed"] = "wave-opened",
        ["answer"] = null,
        ["wave load"] = null,
        ["wave preview"] = null,
        ["import organisations"] = null,
        ["import responses"] = null,
        ["fold"] = null,
        ["queue replay"] = null,
        ["wave open"] = "wave-opened",
        ["wave schedule"] = "wave-scheduled",
        ["wave mend"] = "wave-mended",
        ["wave publish"] = "wave-published",
        ["wave close"] = "wave-closed",
        ["wave reopen"] = "wave-reopened",
        ["wave rehearse"] = "wave-opened",
        ["wave clear-rehearsal"] = "rehearsal-deleted",
        ["flags take"] = "flags-taken-in",
        ["flags exclude"] = "flags-excluded",
        ["rollup"] = "released",
        ["export responses"] = "rows-exported",
        ["people invite"] = "invited",
        ["people revoke"] = "revoked",
        ["keys make"] = "key-made",
        ["keys revoke"] = "revoked",
        ["tenant delete"] = "tenant-deleted",
    };

    [Fact]
    public void Every_command_that_changes_a_storage_is_known_to_be_written_down_or_not_to()
    {
        Assert.Equal(Acts.Keys.Order(), Of("", Program.Root()).Order());

        static IEnumerable<string> Of(string path, Command command) => command.Subcommands.SelectMany(child => Of($"{path} {child.Name}".Trim(), child))
            .Concat(command is StorageCommand { Use: StorageUse.Change } ? [path] : []);
    }

    [Fact]
    public async Task What_a_command_does_is_written_down_as_the_operators()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var folder = new TemporaryFolder();
        using var engine = storage.NewEngine();
        await TestWave.LoadAsync(engine, Tenant, new WaveId("fall"), schools: 3, settings: ""","visibility":"members" """);
        string[][] commands =
        [
            ["wave", "open", "fall"], ["wave", "schedule", "fall", "--closes-at", "2099-01-01 20:00"], ["wave", "mend", "fall"], ["wave", "publish", "fall"],
            ["rollup", "fall"], ["export", "responses", "fall", "--out", folder.File("out.csv")], ["wave", "rehearse", "fall"],
            ["keys", "make", "Power BI", "--tenant", "valley"], ["people", "invite", "Diaz", "--tenant", "valley", "--role", "admin", "--url", "https://surveys.example.org"],
            ["wave", "close", "fall"], ["wave", "reopen", "fall"],
        ];
        foreach (var command in commands)
        {
            var run = await CommandRun.OfAsync([.. command, .. storage.Options]);
            Assert.True(run.ExitCode == 0, run.Errors);
        }
        // What only would be done is not written down; what came to nothing is, twice.
        await CommandRun.OfAsync(["wave", "mend", "fall", "--dry-run", .. storage.Options]);
        Assert.Equal(1, (await CommandRun.OfAsync(["flags", "take", "fall", "school-000", .. storage.Options])).ExitCode);

        var entries = (await storage.RunAsync("audit", "show", "--tenant", "valley")).Json().GetProperty("entries").EnumerateArray()
            .Select(entry => (Act: entry.GetProperty("act").GetString()!, By: entry.GetProperty("by").GetString(), From: entry.GetProperty("from").GetString()!, Failed: entry.GetProperty("failed").GetString()))
            .Reverse().ToList();

        Assert.Equal([.. commands.Select(command => Acts[NameOf(command)]), "flags-taken-in", "flags-taken-in"], entries.Select(entry => entry.Act));
        Assert.All(entries, entry => Assert.Equal("operator", entry.By));
        Assert.Equal([.. commands.Select(command => $"surveyctl {NameOf(command)}"), "surveyctl flags take", "surveyctl flags take"], entries.Select(entry => entry.From));
        Assert.Equal(1, entries.Count(entry => entry.Failed is not null));

        static string NameOf(string[] command) => command[0] == "rollup" ? "rollup" : $"{command[0]} {command[1]}";
    }

    [Fact]
    public async Task Entries_are_written_into_a_file()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var folder = new TemporaryFolder();
        using var engine = storage.NewEngine();
        await TestWave.OpenAsync(engine);
        await TestWave.LoadAsync(engine, Tenant, new WaveId("fall"), schools: 3);
        Assert.Contains("Nothing is written down", await storage.RunAsTextAsync("audit", "show", "--tenant", "valley"), StringComparison.Ordinal);
        await storage.RunAsTextAsync("wave", "open", "fall");

        await storage.RunAsTextAsync("audit", "show", "--tenant", "valley", "--out", folder.File("audit.csv"));

        var lines = (await File.ReadAllTextAsync(folder.File("audit.csv"))).TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal("id,at,by,act,subject,detail,from,failed", lines[0]);
        Assert.EndsWith(",operator,wave-opened,fall,,surveyctl wave open,", lines[1], StringComparison.Ordinal);
        Assert.Equal(["", ""], lines[2..].Append(""));
    }

    [Fact]
    public async Task A_tenant_that_is_deleted_leaves_one_entry_outside_it_and_none_of_its_own()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using (var engine = storage.NewEngine())
            await TestWave.LoadAsync(engine, Tenant, new WaveId("fall"), schools: 3);
        await storage.RunAsTextAsync("keys", "make", "Power BI", "--tenant", "valley");

        await storage.RunAsTextAsync("tenant", "delete", "valley");
        Assert.DoesNotContain("tenant-deleted", await storage.RunAsTextAsync("audit", "show"), StringComparison.Ordinal);
        await storage.RunAsTextAsync("tenant", "delete", "valley", "--yes");

        var rows = await storage.Tables.ScanAsync(StoreNames.Audit, "", "~", take: null, CancellationToken.None).ToListAsync();
        Assert.Equal(["TenantDeleted valley"], rows.Select(row => $"{row.GetString("Act")} {row.GetString("Subject")}"));
        Assert.Contains("tenant-deleted", await storage.RunAsTextAsync("audit", "show"), StringComparison.Ordinal);
    }
}

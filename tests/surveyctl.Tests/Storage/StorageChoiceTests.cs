namespace Surveyctl.Tests.Storage;

public sealed class StorageChoiceTests : IDisposable
{
    private const string Azure = "AzureWebJobsStorage";
    private const string Embedded = "EmbeddedStore";
    private const string BrokenConnection = "AccountName=nobody";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyctl-storage-");

    private string StoreFile => Path.Combine(_folder.FullName, "new", "surveys.db");

    [Fact]
    public async Task A_file_that_is_not_there_is_made_by_setup_alone()
    {
        var missing = await RunAsync("queue", "show", "--file", StoreFile);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains($"surveyctl setup --file {StoreFile}", missing.Errors, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());

        Assert.Equal(0, (await RunAsync("setup", "--file", StoreFile)).ExitCode);
        Assert.Equal(0, (await RunAsync("queue", "show", "--file", StoreFile)).ExitCode);
    }

    [Fact]
    public async Task A_file_of_another_program_is_refused_and_stays_as_it_is()
    {
        var file = Path.Combine(_folder.FullName, "letter.txt");
        await File.WriteAllTextAsync(file, "Dear all, this is a letter.");
        Assert.Equal(3, (await RunAsync("setup", "--file", file)).ExitCode);
        Assert.Equal("Dear all, this is a letter.", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Two_storages_on_a_command_line_are_refused()
    {
        var run = await RunAsync("queue", "show", "--file", StoreFile, "--connection", BrokenConnection);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--connection and --file name two storages", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_may_name_a_file_and_an_option_goes_before_it()
    {
        await RunAsync("setup", "--file", StoreFile);
        var named = await SurveyctlProcess.RunAsync(new Dictionary<string, string> { [Embedded] = StoreFile }, "queue", "show");
        Assert.Equal(0, named.ExitCode);
        var other = await SurveyctlProcess.RunAsync(
            new Dictionary<string, string> { [Azure] = BrokenConnection }, "queue", "show", "--file", StoreFile);
        Assert.Equal(0, other.ExitCode);
    }

    [Theory]
    [InlineData(Azure)]
    [InlineData(Azure + "__accountName")]
    public async Task Two_storages_in_the_environment_are_refused(string setting)
    {
        await RunAsync("setup", "--file", StoreFile);
        var run = await SurveyctlProcess.RunAsync(
            new Dictionary<string, string> { [Embedded] = StoreFile, [setting] = BrokenConnection }, "queue", "show");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"The environment names two storages, by {Azure} and by {Embedded}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_an_account_is_named_wrongly_nothing_stands_in_for_it()
    {
        await RunAsync("setup", "--file", StoreFile);
        var run = await SurveyctlProcess.RunAsync(
            new Dictionary<string, string> { [Azure] = BrokenConnection }, "queue", "show", "--data", Path.GetDirectoryName(StoreFile)!);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.Errors);
    }

    [Fact]
    public async Task Everything_works_on_a_file()
    {
        using var seeds = new SmallSeeds();
        await RunAsync("setup", "--file", StoreFile);
        Assert.Equal(SmallSeeds.Answers, (await RunAsync("seed", seeds.Root, "--file", StoreFile)).Number("answers"));

        Assert.Equal(SmallSeeds.Answers, (await RunAsync("verify", "--file", StoreFile)).Number("responses"));
        Assert.Equal(SmallSeeds.Answers, (await RunAsync("fold", "--file", StoreFile)).Number("folded"));
        Assert.Equal(3, (await RunAsync("rollup", "--file", StoreFile)).Json().GetProperty("releases").GetArrayLength());
        Assert.Equal(0, (await RunAsync("verify", "--file", StoreFile)).ExitCode);
        var export = await RunAsync("export", "responses", seeds.Families, "--file", StoreFile, "--out", Path.Combine(_folder.FullName, "out.csv"));
        Assert.Equal(36, export.Number("responses"));
        Assert.Equal(0, (await RunAsync("queue", "replay", "--file", StoreFile)).Number("replayed"));
        var responses = (await RunAsync("table", "list", "--file", StoreFile)).Json().GetProperty("tables").EnumerateArray()
            .Single(table => table.GetProperty("table").GetString() == "Responses");
        Assert.Equal(
            (SmallSeeds.Answers, 3, 7, 0),
            (responses.GetProperty("responses").GetInt32(), responses.GetProperty("partitions").GetInt32(),
                responses.GetProperty("tallies").GetInt32(), responses.GetProperty("pendingBatches").GetInt32()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync([.. args, "--json"]);
}

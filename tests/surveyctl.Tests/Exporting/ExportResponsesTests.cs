using System.Runtime.CompilerServices;
using System.Text;

using Surveyctl.Exporting;

using SurveyEngine.Intake;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Exporting;

public sealed class ExportResponsesTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Responses_of_all_partitions_go_to_the_writer_one_by_one_as_they_are_read()
    {
        await azurite.SetUpAsync();
        using var engine = new Engine(azurite.Tables, azurite.Queues);
        var wave = await TestWave.OpenAsync(engine, schools: 60);
        Assert.Equal(2, wave.Wave.Buckets);
        var answers = Enumerable.Range(0, 60).Select(school => engine.Accept.AcceptAsync(wave.Submission(school)));
        Assert.All(await Task.WhenAll(answers), outcome => Assert.Equal(IntakeOutcome.Accepted, outcome));
        await engine.Messages.DrainAsync();

        var tables = new CountingTables(azurite.Tables);
        using var output = new CountingWriter(tables);
        var line = new ResponseLine(wave.Wave.Survey, withComments: false);
        var exported = await new ExportResponses(tables).WriteAsync(wave.Wave, line, output, () => { }, CancellationToken.None);

        Assert.Equal(60, exported.Responses);
        // The header, then never a row that was read and is not written.
        Assert.Equal(Enumerable.Range(0, 61), output.RowsReadAtEachLine);
        var schools = output.Text.Split("\r\n").Skip(1).SkipLast(1).Select(line => line.Split(',')[0]).ToList();
        Assert.Equal(60, schools.Distinct().Count());
        // Buckets are in path order; within one the ids decide, which are random.
        Assert.All(schools.Take(50), school => Assert.True(string.CompareOrdinal(school, "school-050") < 0));
        Assert.NotEqual(schools.Take(50).Order(StringComparer.Ordinal), schools.Take(50));
    }

    /// <summary>Real tables, and how many rows a reader took from them.</summary>
    private sealed class CountingTables(ITableStore tables) : ITableStore
    {
        public int RowsRead { get; private set; }

        public async IAsyncEnumerable<TableRow> QueryAsync(
            string table, string partitionKey, string from, string to, int? take, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var row in tables.QueryAsync(table, partitionKey, from, to, take, cancellationToken))
            {
                RowsRead++;
                yield return row;
            }
        }

        public Task CreateTableAsync(string table, CancellationToken cancellationToken) => tables.CreateTableAsync(table, cancellationToken);

        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            tables.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public IAsyncEnumerable<TableRow> ScanAsync(string table, string from, string to, int? take, CancellationToken cancellationToken) =>
            tables.ScanAsync(table, from, to, take, cancellationToken);

        public Task<CommitResult> CommitAsync(
            string table, IReadOnlyList<RowChange> actions, CancellationToken cancellationToken) =>
            tables.CommitAsync(table, actions, cancellationToken);
    }

    private sealed class CountingWriter(CountingTables tables) : StringWriter
    {
        public List<int> RowsReadAtEachLine { get; } = [];

        public string Text => ToString();

        public override Task WriteAsync(StringBuilder? value, CancellationToken cancellationToken = default)
        {
            RowsReadAtEachLine.Add(tables.RowsRead);
            return base.WriteAsync(value, cancellationToken);
        }
    }
}

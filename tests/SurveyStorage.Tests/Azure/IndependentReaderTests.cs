using System.Globalization;

using SurveyStorage.Tests.Contract;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Azure;

/// <summary>Others read these tables with Microsoft's clients: what is written here means the same to them.</summary>
public sealed class IndependentReaderTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Another_client_reads_every_row_as_it_was_written()
    {
        var table = await azurite.CreateTableAsync();
        var rows = AwkwardText.Values.Select((text, i) => new TableRow("t!w!1", $"text-{i:00}") { ["Text"] = text.Data })
            .Append(new TableRow("t!w!1", "types")
            {
                { "Bytes", new byte[] { 0, 1, 255 } },
                { "Yes", true },
                { "Int", -5 },
                { "Long", long.MaxValue },
                { "Fraction", 0.1 },
                { "NotANumber", double.NaN },
                { "When", new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567) },
                { "Id", Guid.Parse("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0") },
            })
            .ToArray();
        await azurite.Tables.CommitAsync(table, [.. rows.Select(row => new RowChange(Add, row))], default);
        await azurite.Tables.CommitAsync(table, [new RowChange(Add, new TableRow("t!w!2", "é 'x' 😀"))], default);
        await azurite.Tables.CommitAsync(table, [new RowChange(Add, new TableRow("t!x!1", "other"))], default);

        var read = await IndependentReader.ReadAsync(azurite.ConnectionString, table, "t!w!", default);

        Assert.Equal([.. rows.Select(row => row.RowKey), "é 'x' 😀"], read.Select(row => row.RowKey));
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal(
                rows[i].ToDictionary(p => p.Key, p => Expected(p.Value), StringComparer.Ordinal),
                read[i].Properties.ToDictionary(StringComparer.Ordinal));
            Assert.Equal((await azurite.Tables.GetAsync(table, "t!w!1", rows[i].RowKey, default))!.ETag.ToString(), read[i].Etag);
        }
    }

    private static IndependentValue Expected(object value) => value switch
    {
        string text => new IndependentValue("String", text),
        byte[] bytes => new IndependentValue("Binary", Convert.ToBase64String(bytes)),
        bool flag => new IndependentValue("Boolean", flag ? "true" : "false"),
        int number => new IndependentValue("Int32", number.ToString(CultureInfo.InvariantCulture)),
        long number => new IndependentValue("Int64", number.ToString(CultureInfo.InvariantCulture)),
        double number => new IndependentValue("Double", number.ToString(CultureInfo.InvariantCulture)),
        DateTimeOffset date => new IndependentValue("DateTime", date.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)),
        _ => new IndependentValue("Guid", value.ToString()!),
    };
}

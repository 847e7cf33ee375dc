using System.Text;
using System.Text.Json;

using Surveys.Answers;
using Surveys.Definitions;

namespace Surveys.Tests.Answers;

public class AnswerScanTests
{
    private const int Documents = 20_000;

    /// <summary>With a condition on a number besides.</summary>
    private static readonly SurveyVersion Survey = SmallSurvey.Survey with
    {
        Items =
        [
            .. SmallSurvey.Survey.Items,
            SmallSurvey.Item("why", ItemKind.Comment, []) with
            {
                MaxLength = 20,
                ShowIf = new Condition { ItemId = "recommend", AnyOf = ["0", "1", "2", "3", "5", "6", "7", "8", "10"] },
            },
        ],
    };

    [Fact]
    public void What_the_scan_reads_is_what_the_reader_says()
    {
        var (scanned, left) = (0, 0);
        var odd = new OddAnswers(seed: 1);
        for (var i = 0; i < Documents; i++)
        {
            var json = odd.Next(Survey);
            if (Scan(json) is not { } sheet)
            {
                left++;
                continue;
            }
            scanned++;
            using var document = JsonDocument.Parse(json);
            var reading = AnswerReader.Read(Survey, AnswerJson.ReadRaw(document.RootElement), dropHidden: false);
            Assert.Empty(reading.Problems);
            Assert.True(AnswerSheets.Same(reading.Sheet!, sheet), json);
        }
        // Many of both, or nothing was shown.
        Assert.True(scanned > Documents / 5 && left > Documents / 5, $"{scanned} scanned, {left} left to the reader");
    }

    [Fact]
    public void Codes_of_stored_answers_are_those_of_the_sheet_or_fail_alike()
    {
        var odd = new OddAnswers(seed: 2);
        for (var i = 0; i < Documents; i++)
        {
            var json = odd.Next(Survey);
            Assert.Equal(Outcome(() => AnswerJson.Read(Survey, json).Codes), Outcome(() => AnswerJson.ReadCodes(Survey, Encoding.UTF8.GetBytes(json))));
        }
    }

    [Fact]
    public void Stored_answers_need_no_other_reader() =>
        Properties.Hold(AnswerSheets.Random, sheet => Scan(AnswerJson.Write(sheet), SmallSurvey.Survey) is { } read && AnswerSheets.Same(sheet, read));

    [Fact]
    public void Bytes_that_are_no_text_are_read_as_the_store_reads_them()
    {
        byte[] stored = [.. "{\"overall\":\"agree\",\"ways\":[\"visit\"],\"interpreter\":\"no\",\"more\":\""u8, 0xFF, .. "\"}"u8];

        Assert.Equal(AnswerJson.Read(Survey, Encoding.UTF8.GetString(stored)).Codes, AnswerJson.ReadCodes(Survey, stored));
    }

    [Fact]
    public void A_scan_ends_with_the_object()
    {
        var reader = new Utf8JsonReader("""[{"overall":"agree"},7]"""u8);
        reader.Read();
        reader.Read();

        Assert.NotNull(AnswerScan.TryRead(Survey, ref reader));

        Assert.True(reader.Read());
        Assert.Equal(7, reader.GetInt32());
    }

    private static AnswerSheet? Scan(string json, SurveyVersion? survey = null)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            var sheet = reader.Read() ? AnswerScan.TryRead(survey ?? Survey, ref reader) : null;
            return sheet is not null && !reader.Read() ? sheet : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Outcome(Func<IReadOnlyList<int>> read)
    {
        try
        {
            return string.Join(' ', read());
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }
}

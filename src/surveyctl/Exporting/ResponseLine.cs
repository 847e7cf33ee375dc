using System.Globalization;

using SurveyEngine.Intake;

using Surveys.Answers;

namespace Surveyctl.Exporting;

/// <summary>
/// One response as a line of CSV: school, language, channel and hour, then a column per item. Nothing in it names the response:
/// no id, no receipt, no batch, no hash, no exact time.
/// </summary>
internal sealed class ResponseLine
{
    /// <summary>With an underscore, which no id of an item has.</summary>
    private static readonly string[] OwnColumns = ["school_id", "response_language", "response_channel", "received_hour"];

    private readonly SurveyVersion _survey;
    private readonly int[] _items;

    /// <param name="survey">What the wave asks.</param>
    /// <param name="withComments">Whether comments have columns: they may name people.</param>
    public ResponseLine(SurveyVersion survey, bool withComments)
    {
        _survey = survey;
        _items = [.. Enumerable.Range(0, survey.Items.Count).Where(i => withComments || survey.Items[i].Kind != ItemKind.Comment)];
        Header = [.. OwnColumns, .. _items.Select(i => survey.Items[i].Id)];
    }

    public string[] Header { get; }

    /// <exception cref="InvalidDataException">The row does not fit the survey of its wave.</exception>
    public string[] FieldsOf(TableRow row)
    {
        if (row.GetString(ResponseRow.Answers) is not { } answers || row.GetDateTimeOffset(ResponseRow.Received) is not { } received)
            throw Damaged(row, "it lacks its answers or its hour");
        AnswerSheet sheet;
        try
        {
            sheet = AnswerJson.Read(_survey, answers);
        }
        catch (FormatException misfit)
        {
            throw Damaged(row, misfit.Message);
        }
        return
        [
            row.GetString(ResponseRow.School) ?? "",
            row.GetString(ResponseRow.Language) ?? "",
            row.GetString(ResponseRow.Channel) ?? "",
            received.UtcDateTime.ToString("yyyy-MM-dd'T'HH':00Z'", CultureInfo.InvariantCulture),
            .. _items.Select(i => FieldOf(_survey.Items[i], sheet.Codes[i], sheet.Comments)),
        ];
    }

    private static string FieldOf(Item item, int code, IReadOnlyDictionary<string, string> comments) => code == 0 ? "" : item.Kind switch
    {
        ItemKind.Scale or ItemKind.SingleChoice => item.Options[code - 1].Id,
        ItemKind.MultipleChoice => string.Join(';', item.Options.Where((_, i) => (code & (1 << i)) != 0).Select(option => option.Id)),
        ItemKind.Number => (code - 1).ToString(CultureInfo.InvariantCulture),
        ItemKind.Comment => comments[item.Id],
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.Kind, "Unknown kind of item."),
    };

    private static InvalidDataException Damaged(TableRow row, string why) =>
        new($"A response in partition {row.PartitionKey} cannot be read: {why} 'surveyctl verify' tells which partitions are damaged.");
}

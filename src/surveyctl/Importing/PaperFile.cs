using System.Text.RegularExpressions;

using Surveyctl.Input;
using Surveyctl.Spreadsheets;

using SurveyEngine.Intake;

using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Csv;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>One response as somebody typed it in from a sheet of paper.</summary>
/// <param name="Sheet">What is written on the paper to tell it from others.</param>
/// <param name="Place">Where it stands in the file.</param>
internal sealed record PaperResponse(string Sheet, string Place, PinnedSchool School, int Language, Channel Channel, AnswerSheet Answers)
{
    public Submission ToSubmission(Wave wave, PaperIds ids) => new(wave, School, ids.Of(Sheet), Language, Channel, Answers);
}

/// <summary>Reads answers from paper: every row is held against the wave as its intake would.</summary>
internal sealed partial class PaperFile(WaveCache waves, Wave wave)
{
    private const int MostSheetLength = 64;

    private const string Month = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";

    private readonly List<DefinitionProblem> _problems = [];
    private readonly Dictionary<string, string> _placesOfSheets = new(StringComparer.Ordinal);

    // Read when somebody wrote names in place of ids.
    private IReadOnlyList<PinnedSchool>? _schools;

    /// <summary>All responses of a file, or everything that is wrong with it.</summary>
    public async Task<Reading<IReadOnlyList<PaperResponse>, DefinitionProblem>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = NamedFile.Read(path, NamedFile.MostCsvBytes);
        if (!file.IsValid)
            return Reading<IReadOnlyList<PaperResponse>, DefinitionProblem>.Failed(file.Problems);
        var responses = new List<PaperResponse>();
        if (SpreadsheetReader.Read(file.Value, _problems) is { } table && PaperColumns.Find(table, wave.Survey, _problems) is { } columns)
        {
            foreach (var row in table.Rows.TakeWhile(_ => _problems.Count <= FileProblems.MostOfAFile))
            {
                if (await ReadAsync(columns, row, cancellationToken) is { } response)
                    responses.Add(response);
            }
        }
        return _problems.Count > 0
            ? Reading<IReadOnlyList<PaperResponse>, DefinitionProblem>.Failed([.. FileProblems.FirstOf(path, _problems)])
            : responses;
    }

    /// <summary>Null: something is wrong with it.</summary>
    private async Task<PaperResponse?> ReadAsync(PaperColumns columns, SpreadsheetRow row, CancellationToken cancellationToken)
    {
        var before = _problems.Count;
        var sheet = columns.TextOf(row, ResponseColumns.Sheet);
        CheckSheet(sheet, row, problem => Add(ResponseColumns.Sheet, problem));

        var schoolId = columns.TextOf(row, ResponseColumns.School);
        var school = SchoolId.TryParse(schoolId, out var id) ? await waves.FindSchoolAsync(wave, id, cancellationToken) : null;
        if (school is null)
            Add(ResponseColumns.School, await ExplainSchoolAsync(schoolId, cancellationToken));

        var languages = wave.Survey.Languages;
        var language = columns.TextOf(row, ResponseColumns.Language) is { Length: > 0 } tag ? wave.Survey.IndexOfLanguage(tag) : 0;
        if (language < 0)
            Add(ResponseColumns.Language, $"The survey is not in this language: use one of {string.Join(", ", languages)}, or leave it empty for {languages[0]}.");

        var channel = Channel.Paper;
        if (columns.TextOf(row, ResponseColumns.Channel) is { Length: > 0 } name && !ChannelName.TryParse(name, out channel))
            Add(ResponseColumns.Channel, $"This is no channel: use one of {string.Join(", ", ChannelName.All)}, or leave it empty for paper.");

        var answers = AnswerReader.Read(wave.Survey, RawAnswersOf(columns, row, Add));
        foreach (var problem in answers.Problems)
        {
            var item = columns.OfItems.Single(item => item.Key.Id == problem.ItemId);
            Add(item.First().Name, Explain(item.Key, problem));
        }
        return _problems.Count == before ? new PaperResponse(sheet, row.Place, school!, language, channel, answers.Value!) : null;

        void Add(string column, string problem) => _problems.Add(new DefinitionProblem(columns.PlaceOf(row, column), problem));
    }

    private async Task<string> ExplainSchoolAsync(string written, CancellationToken cancellationToken)
    {
        _schools ??= await waves.FirstSchoolsAsync(wave, wave.Schools, cancellationToken);
        return _schools.Where(school => IsSame(school.Name, written)).ToList() switch
        {
            [] => $"Wave {wave.Id} does not ask about a school '{written}'{OddCharacters.Explain(written)}.",
            var named => $"'{written}' is a name: write the id, {string.Join(" or ", named.Select(school => school.Id))}.",
        };
    }

    private void CheckSheet(string sheet, SpreadsheetRow row, Action<string> add)
    {
        var normalized = PaperIds.Normalize(sheet);
        if (sheet.EnumerateRunes().FirstOrDefault(OddCharacters.IsMark) is { Value: > 0 } mark)
            add($"This has U+{mark.Value:X4}, which keyboards write in different ways: letters without it, digits and dashes tell sheets apart.");
        else if (MadeBySpreadsheets().IsMatch(sheet))
            add($"{sheet} is a date, a time or a shortened number, which spreadsheet programs make of numbers such as 1-2: format the column as text and type it again.");
        else if (normalized.Length == 0)
            add("This cell is empty: write what tells this sheet of paper from the others, such as a number, on the sheet and here.");
        else if (sheet.Length > MostSheetLength)
            add($"This has {sheet.Length} characters: {MostSheetLength} are the most.");
        else if (!_placesOfSheets.TryAdd(normalized, row.Place))
            add($"Sheet {sheet} stands in {_placesOfSheets[normalized]} already: each sheet has a row of its own.");
    }

    private static Dictionary<string, RawAnswer> RawAnswersOf(PaperColumns columns, SpreadsheetRow row, Action<string, string> add)
    {
        var answers = new Dictionary<string, RawAnswer>(StringComparer.Ordinal);
        foreach (var item in columns.OfItems)
        {
            if (item.Key.Kind is not ItemKind.MultipleChoice)
            {
                var text = columns.TextOf(row, item.First().Name);
                answers.Add(item.Key.Id, new RawAnswer([item.Key.Kind is ItemKind.Number ? OrganisationCell.Number(text) : text]));
                continue;
            }
            foreach (var wrong in item.Where(option => TickIn(option) is not ("" or "0" or "1")))
                add(wrong.Name, "Write 1 if the option is ticked, else 0 or nothing.");
            var ticked = item.Where(option => TickIn(option) == "1").Select(option => item.Key.Options[option.Option!.Value].Id);
            answers.Add(item.Key.Id, new RawAnswer([.. ticked], IsList: true));
        }
        return answers;

        string TickIn(ResponseColumn option) => OrganisationCell.Number(columns.TextOf(row, option.Name));
    }

    private static string Explain(Item item, AnswerProblem problem) => problem.Code switch
    {
        AnswerProblemCode.WrongType => "The answer must be a whole number from 0 to 10.",
        AnswerProblemCode.UnknownOption when item.Options.FirstOrDefault(option => option.Text.Texts.Values.Any(text => IsSame(text, problem.Value!))) is { } option =>
            $"'{problem.Value}' is the text of an option: write its id, {option.Id}.",
        AnswerProblemCode.UnknownOption =>
            $"The item has no option '{problem.Value}'{OddCharacters.Explain(problem.Value!)}: use one of {string.Join(", ", item.Options.Select(option => option.Id))}.",
        _ => SubmissionError.Of(problem).Detail,
    };

    [GeneratedRegex(
        @"^(\d{1,2}[-/. ]" + Month + @"([-/. ]\d{2,4})?|" + Month + @"[-/. ]\d{2,4}"
        + @"|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d\d-\d\d.*|\d{1,2}:\d\d(:\d\d)?|\d([.,]\d+)?E[+-]?\d+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MadeBySpreadsheets();

    private static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}

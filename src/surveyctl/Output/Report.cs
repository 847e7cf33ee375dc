using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

using Spectre.Console;

namespace Surveyctl.Output;

/// <summary>
/// What a command tells: to people in text, tables and progress bars, or with <c>--json</c> to a program in one document.
/// Errors always go to the error output.
/// </summary>
internal sealed class Report
{
    private const string Gap = "  ";

    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonSerializerContext? _documents;
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly IAnsiConsole _console;
    private readonly int _width;
    private readonly bool _showsBars;

    /// <param name="documents">What --json prints; null: text is told.</param>
    /// <param name="width">In characters; null: that of the terminal, without one as wide as a row is long.</param>
    public Report(TextWriter output, TextWriter errors, JsonSerializerContext? documents, int? width = null)
    {
        _output = output;
        _errors = errors;
        _documents = documents;
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        _width = width ?? (isTerminal ? _console.Profile.Width : int.MaxValue);
        _showsBars = isTerminal && documents is null;
    }

    public bool IsJson => _documents is not null;

    /// <summary>For people only.</summary>
    public void Line(string text)
    {
        if (!IsJson)
            _output.WriteLine(text);
    }

    /// <summary>For people only: a line for each row, or its cells below each other where a line would be wider than the terminal.</summary>
    /// <param name="columns">Headings. Of two the first may be empty: the rows say what there is to say of the second.</param>
    /// <param name="rows">Cells are plain text and are never cut.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (IsJson)
            return;
        List<IReadOnlyList<string>> lines = [columns, .. rows];
        var widths = columns.Select((_, i) => lines.Max(line => line[i].GetCellWidth())).ToList();
        if (widths.Sum() + (Gap.Length * (columns.Count - 1)) <= _width)
        {
            string[] rule = [.. columns.Select(column => new string('-', column.GetCellWidth()))];
            foreach (var line in lines[..1].Append(rule).Concat(lines[1..]))
                Line(string.Join(Gap, line.Zip(widths, Pad)).TrimEnd());
        }
        else if (columns is ["", var subject])
        {
            List(subject, lines.Skip(1).Select(row => (row[0], row[1])));
        }
        else
        {
            foreach (var row in lines.Skip(1))
                List(row[0], columns.Zip(row).Skip(1));
        }
    }

    /// <summary>A text that does not fit beside its name stands below it.</summary>
    private void List(string subject, IEnumerable<(string Name, string Text)> facts)
    {
        Line(subject);
        var told = facts.Where(fact => fact.Text.Length > 0).ToList();
        var width = told.Select(fact => fact.Name.GetCellWidth()).DefaultIfEmpty().Max();
        foreach (var (name, text) in told)
        {
            var beside = $"{Gap}{Pad(name, width)}{Gap}{text}";
            if (beside.GetCellWidth() <= _width)
            {
                Line(beside);
                continue;
            }
            Line(Gap + name);
            Line(Gap + Gap + text);
        }
    }

    public void Error(string text) => _errors.WriteLine(text);

    /// <summary>For programs only: the document, a record that the documents know.</summary>
    public void Json<T>(T document)
    {
        if (_documents is null)
            return;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
            JsonSerializer.Serialize(json, document, typeof(T), _documents);
        _output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        _output.Flush();
    }

    /// <summary>Shows progress bars on a terminal, a line per step elsewhere, and nothing to a program.</summary>
    public Task<T> ProgressAsync<T>(Func<Steps, Task<T>> work) => !_showsBars
        ? work(new Steps(Line))
        : _console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new Steps(context)));

    /// <inheritdoc cref="ProgressAsync{T}"/>
    public Task ProgressAsync(Func<Steps, Task> work) => ProgressAsync(async steps =>
    {
        await work(steps);
        return true;
    });

    private static string Pad(string text, int width) => text + new string(' ', width - text.GetCellWidth());
}

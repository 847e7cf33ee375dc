using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace Surveyctl.Output;

/// <summary>
/// What a command tells: to people in text, tables and progress bars, or with <c>--json</c> to a program in one document.
/// Errors always go to the error output.
/// </summary>
internal sealed class Report
{
    // So that a table on a pipe or in a file does not break its lines.
    private const int WidthWithoutTerminal = 240;

    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonSerializerContext? _documents;
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly IAnsiConsole _console;
    private readonly bool _showsBars;

    /// <param name="documents">What --json prints; null: text is told.</param>
    /// <param name="width">In characters; null: that of the terminal.</param>
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
        if ((width ?? (isTerminal ? null : WidthWithoutTerminal)) is { } wanted)
            _console.Profile.Width = wanted;
        _showsBars = isTerminal && documents is null;
    }

    public bool IsJson => _documents is not null;

    /// <summary>For people only.</summary>
    public void Line(string text)
    {
        if (!IsJson)
            _output.WriteLine(text);
    }

    /// <summary>For people only. Cells are plain text; where the width does not suffice, those of a row stand below each other.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (IsJson)
            return;
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap());
        var cells = rows.ToList();
        foreach (var row in cells)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        if (((IRenderable)table).Measure(RenderOptions.Create(_console), int.MaxValue).Max <= _console.Profile.Width)
            _console.Write(table);
        else
            Below(columns, cells);
    }

    /// <summary>An id that breaks at the edge of the screen could not be copied.</summary>
    private void Below(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var width = columns.Skip(1).Max(column => column.Length);
        foreach (var row in rows)
        {
            Line(row[0]);
            foreach (var (column, cell) in columns.Zip(row).Skip(1).Where(cell => cell.Second.Length > 0))
                Line($"  {column.PadRight(width)}  {cell}");
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
}

using System.CommandLine.Parsing;

namespace Surveyctl.Commands;

/// <summary>Options and arguments: those that mean the same in several commands, and how the others are made.</summary>
internal static class Parameters
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document and nothing else on the standard output.",
        Recursive = true,
    };

    public static Option<string?> Connection { get; } = Text("--connection", "connection string",
        "The storage account's connection string. Without it and --file: AzureWebJobsStorage, AzureWebJobsStorage__accountName or "
        + "EmbeddedStore of the environment, else the storage of a running 'surveyctl up'.");

    public static Option<string?> File { get; } = Path("--file", "file", "The file of an embedded store, in place of a storage account.");

    public static Option<string?> Data { get; } = Path("--data", "folder", "The data folder of 'surveyctl up'. Default: .data in the repository.");

    public static Argument<string> Wave() => new("wave") { Description = "The id of a wave." };

    public static Argument<string?> WaveOrAll() => new("wave")
    {
        Description = "The id of a wave; without it: every wave.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<string> Tenant(string description) => new("--tenant") { Description = description, HelpName = "id", Required = true };

    /// <summary>Where the app is; see <see cref="AppChoice"/>.</summary>
    /// <param name="usual">In words; null: that of a request.</param>
    public static Option<Uri?> Url(string? usual = null) => new("--url")
    {
        Description = $"Where the app is. Default: {usual ?? $"that of a running 'surveyctl up', else {AppChoice.DefaultUrl.OriginalString}"}.",
        HelpName = "address",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            argument.AddError($"'{text}' is no address such as {AppChoice.DefaultUrl.OriginalString}.");
            return null;
        },
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    public static Option<string?> Path(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName, Validators = { NotEmpty } };

    public static Argument<T> PathArgument<T>(string name, string description, ArgumentArity? arity = null)
    {
        var argument = new Argument<T>(name) { Description = description, Validators = { NotEmpty } };
        if (arity is { } wanted)
            argument.Arity = wanted;
        return argument;
    }

    /// <param name="usual">Null: it has to be given.</param>
    public static Option<int> Number(
        string name, string description, int? usual, int least = 1, int most = int.MaxValue, string helpName = "number")
    {
        var option = new Option<int>(name) { Description = description, HelpName = helpName, Required = usual is null };
        if (usual is { } value)
            option.DefaultValueFactory = _ => value;
        option.Validators.Add(result =>
        {
            if (!result.IsNumber(out var number))
                return;
            if (number < least)
                result.AddError($"{name} is at least {least}.");
            else if (number > most)
                result.AddError($"{name} is at most {most}.");
        });
        return option;
    }

    /// <summary>False: what was typed is none, which is told besides.</summary>
    public static bool IsNumber(this OptionResult result, out int value)
    {
        value = 0;
        if (result.Tokens is [var token] && !int.TryParse(token.Value, out _))
            return false;
        value = result.GetValueOrDefault<int>();
        return true;
    }

    /// <summary>Of a path: what opens one throws for an empty text, which a variable that is not set leaves behind.</summary>
    private static void NotEmpty(SymbolResult result)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
            result.AddError($"{(result is OptionResult option ? option.Option.Name : $"<{((ArgumentResult)result).Argument.Name}>")} is empty: name a path.");
    }
}

using System.CommandLine;

namespace Surveyctl.Commands;

/// <summary>What the value of an option must be, told like any other mistake on the command line.</summary>
internal static class OptionRules
{
    public static void IsBetween(this Option<int> option, int least, int most) =>
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<int>();
            if (value < least)
                result.AddError($"{option.Name} is at least {least}.");
            else if (value > most)
                result.AddError($"{option.Name} is at most {most}.");
        });
}

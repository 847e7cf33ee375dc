namespace SurveyFunctions.Intake;

public static class IntakeRegistration
{
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton<SubmitResponse>()
        .AddSingleton<SubmitResponses>()
        .AddSingleton<SurveyForm>()
        .AddSingleton<FamilySurvey>()
        .AddSingleton<SchoolSurvey>()
        .AddSingleton<MemberSurvey>()
        .AddSingleton<WithdrawResponse>()
        .AddSingleton<WithdrawalForm>();
}
